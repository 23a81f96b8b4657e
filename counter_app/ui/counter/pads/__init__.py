"""Paper pads: entering their sheets, issuing them, declaring sheets void."""
