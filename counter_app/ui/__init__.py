"""The screens: Qt Widgets only; everything else is handed to them by bootstrap."""
