namespace Gannet.Training.Schedules;

/// <summary>The moments near the end of a training whose weights are averaged.</summary>
/// <remarks>
/// They are the ends of the last epochs. A training by time may be over within an epoch, so that its moments are evenly spaced over
/// the last quarter of the schedule. The last moment is the end itself.
/// </remarks>
/// <param name="count">Number of moments.</param>
/// <param name="stepsPerEpoch">Steps in an epoch.</param>
/// <param name="plan">The steps of the training.</param>
internal sealed class AveragedMoments(int count, int stepsPerEpoch, StepPlan plan)
{
    private const double LastPart = 0.25;

    // Shares are sums of many small steps; one that falls short of a moment by its last bits has reached it.
    private const double Rounding = 1e-9;

    /// <summary>How many of them have passed; it depends on the plan and the number of steps alone, so that a training can resume.</summary>
    /// <param name="done">Steps taken.</param>
    public int Passed(int done)
    {
        if (done >= plan.Steps) return count;
        if (plan.ShareDone is { } share) return Math.Clamp((int)Math.Floor((share - 1 + LastPart) / LastPart * count + Rounding), 0, count - 1);
        var epochs = (plan.Steps + stepsPerEpoch - 1) / stepsPerEpoch;
        return Math.Max(0, done / stepsPerEpoch - epochs + count);
    }
}
