"""Tests of the texts and formats for people."""
