"""What goes out: the outbox, the delivery, notices and quiet hours, the timetable, the figures."""
