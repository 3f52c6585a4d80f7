# Cohorts and who runs them.
