using System.Globalization;

namespace Gannet.Training.Schedules;

/// <summary>As many steps as fit into the time: the schedule of rates ends when the time does.</summary>
/// <remarks>
/// The first steps are timed, then the number of steps is planned. The plan is changed only if the pace has left it by more than
/// <see cref="Tolerance"/>; on a quiet machine it does not change, and a resumed training takes the same steps. When it changes, the share of
/// the schedule that is done stays, and the rest is spread over the remaining steps, so that rates never jump.
/// </remarks>
/// <param name="budget">The time.</param>
/// <param name="most">Upper limit of the number of steps.</param>
/// <param name="make">Makes the schedule for a number of steps.</param>
internal sealed class TimedSteps(TimeBudget budget, int most, Func<int, IRateSchedule> make) : StepPlan
{
    // Steps that are timed before the first plan. The first two, which compile code and fill caches, do not count.
    private const int Uncounted = 2, Probes = 8;

    // The plan is looked at this often over the training.
    private const int Looks = 40;

    // Relative difference between the remaining steps of the plan and those that the pace allows.
    private const double Tolerance = 0.03;

    // Until the first plan nothing but the warm-up is known, so that the schedule is that of a long training.
    private const int Unplanned = 100_000;

    private IRateSchedule _schedule = make(Unplanned);
    private int _steps = Unplanned, _nominal = Unplanned, _done, _timed;
    private double _share;
    private TimeSpan _from;

    public override int Steps => Math.Min(_steps, most);

    public override int KnownSteps => _nominal == Unplanned && Steps != most ? 0 : Steps;

    public override double? ShareDone => _share;

    public override double RateAt(int step) => _schedule.RateAt(1 + (int)Math.Round(_share * _nominal));

    public override void StepDone()
    {
        if (_steps > _done) _share += (1 - _share) / (_steps - _done);
        _done++;
        if (_timed++ == Uncounted) _from = budget.Used;
        if (_done >= Steps || _timed <= Uncounted + 1) return;
        var pace = (budget.Used - _from) / (_timed - Uncounted - 1);
        if (budget.Left < pace / 2) _steps = _done;
        else if (_nominal == Unplanned) PlanFirst(pace);
        else if (_done % Math.Max(1, _nominal / Looks) == 0) Revise(pace);
    }

    public override string Save() => string.Create(CultureInfo.InvariantCulture, $"{_steps} {_nominal} {_share:R} {budget.Used.Ticks}");

    public override void Restore(string state, int done)
    {
        var parts = state.Split(' ');
        if (parts.Length != 4 || !int.TryParse(parts[0], CultureInfo.InvariantCulture, out var steps) || !int.TryParse(parts[1], CultureInfo.InvariantCulture, out var nominal)
            || !double.TryParse(parts[2], CultureInfo.InvariantCulture, out var share) || !long.TryParse(parts[3], CultureInfo.InvariantCulture, out var ticks)
            || steps < done || nominal < 1 || share is not (>= 0 and <= 1) || ticks < 0)
        {
            throw new InvalidDataException("has no plan of its time");
        }

        (_steps, _nominal, _share, _done, _timed) = (steps, nominal, share, done, 0);
        budget.Add(TimeSpan.FromTicks(ticks));
        if (nominal != Unplanned) _schedule = make(nominal);
    }

    private void PlanFirst(TimeSpan pace)
    {
        if (_timed < Uncounted + Probes && budget.Left > 4 * pace) return;
        _steps = _nominal = _done + Remaining(pace);
        _share = (double)_done / _steps;
        _schedule = make(_nominal);
    }

    private void Revise(TimeSpan pace)
    {
        var remaining = Remaining(pace);
        if (Math.Abs(remaining - (_steps - _done)) > Math.Max(1, Tolerance * (_steps - _done))) _steps = _done + remaining;
    }

    private int Remaining(TimeSpan pace) => (int)Math.Clamp(budget.Left / pace, 1, Unplanned);
}
