"""What a one-stop shop is: pure rules, without I/O, clock, Qt, SQL or text for people."""
