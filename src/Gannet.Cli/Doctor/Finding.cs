namespace Gannet.Cli.Doctor;

/// <summary>One line of the doctor's report.</summary>
/// <param name="Topic">What was looked at, such as <c>BLAS</c>.</param>
/// <param name="Text">What was found, and where.</param>
/// <param name="State">Whether it is as it should be.</param>
/// <param name="Cure">One line to run or to do when it is not; null when there is nothing to do.</param>
internal sealed record Finding(string Topic, string Text, FindingState State = FindingState.Good, string? Cure = null);
