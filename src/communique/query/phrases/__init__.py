"""Set phrases: formulas that come back, who uses them to whom, since when, and who lets them drop.

`words` cuts a text into folded words; `mining` finds what recurs; `matching` finds a phrase again in other forms; `placing`
says whose words they are; `filling`, with `texts` and `hearing`, keeps all that in the store's tables; `ledger` and `alerts`
answer from them.
"""
