using Gannet.Training.Schedules;

namespace Gannet.Training.Validation;

/// <summary>Keeps validations from using up the minutes of a training, and reserves the time for the last one.</summary>
internal sealed class ValidationTime
{
    // Steps teach, validations only tell.
    private const double MostShare = 0.1;

    // The last model is validated, and the best one is run once more for the report.
    public const int AtEnd = 2;

    private TimeSpan _used, _longest;

    /// <summary>Whether the time of one is known.</summary>
    public bool IsMeasured => _longest > TimeSpan.Zero;

    /// <summary>Whether there is time for a validation before the last one.</summary>
    public bool Allows(TimeBudget? budget) => budget is null || _used + _longest <= MostShare * budget.Used;

    /// <summary>Measures a validation until the result is disposed.</summary>
    public IDisposable Measure(TimeBudget? budget) => new Measurement(this, budget);

    private sealed class Measurement(ValidationTime owner, TimeBudget? budget) : IDisposable
    {
        private readonly TimeSpan _start = budget?.Used ?? default;

        public void Dispose()
        {
            if (budget is null) return;
            var took = budget.Used - _start;
            owner._used += took;
            if (took > owner._longest) owner._longest = took;
            budget.Reserved = AtEnd * owner._longest;
        }
    }
}
