namespace Gannet.Cli.Doctor;

/// <summary>One line of the doctor's report.</summary>
/// <param name="Topic">What was checked, such as <c>BLAS</c>.</param>
/// <param name="Text">What was found, and where.</param>
/// <param name="State">How serious it is.</param>
/// <param name="Cure">One line that says what to run or do about it; null if there is nothing to do.</param>
internal sealed record Finding(string Topic, string Text, FindingState State = FindingState.Good, string? Cure = null);

/// <summary>How serious a finding is.</summary>
internal enum FindingState
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Works, but slower or with fewer features than possible.</summary>
    Weak,

    /// <summary>Not made for this system; what needs no such part works.</summary>
    Absent,

    /// <summary>Gannet does not work without it.</summary>
    Broken,
}
