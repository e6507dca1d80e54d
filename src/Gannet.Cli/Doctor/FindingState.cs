namespace Gannet.Cli.Doctor;

/// <summary>How a finding bears on the work.</summary>
internal enum FindingState
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Works, but slower or with less than it could.</summary>
    Weak,

    /// <summary>Gannet does not work without it.</summary>
    Broken,
}
