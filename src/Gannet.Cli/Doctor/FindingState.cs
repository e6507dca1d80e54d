namespace Gannet.Cli.Doctor;

/// <summary>How serious a finding is.</summary>
internal enum FindingState
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Works, but slower or with fewer features than possible.</summary>
    Weak,

    /// <summary>Gannet does not work without it.</summary>
    Broken,
}
