"""What administrators do: units, officers, rosters, rules, notices. Each change writes its note; none shows a person's complaint."""
