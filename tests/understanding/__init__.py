"""Tests of understanding: rules, entities, emergencies, phrases and the trained router."""
