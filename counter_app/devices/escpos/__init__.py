"""The ESC/POS language: what is sent to a receipt printer and what its answers mean. No transport."""
