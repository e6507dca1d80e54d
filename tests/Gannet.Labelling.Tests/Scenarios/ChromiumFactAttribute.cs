namespace Gannet.Labelling.Tests.Scenarios;

/// <summary>A test that drives Debian's Chromium through Playwright, and is skipped without it.</summary>
internal sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute() => Skip = Reason;

    /// <summary>Path of the program; null if there is none.</summary>
    public static string? Program { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
        .Select(static folder => Path.Combine(folder, "chromium")).FirstOrDefault(File.Exists);

    /// <summary>Why the tests cannot run; null if they can.</summary>
    public static string? Reason { get; } = Program is null ? "needs chromium, which is not on the PATH: apt-get install chromium" : null;
}

/// <summary>The same for several cases.</summary>
internal sealed class ChromiumTheoryAttribute : TheoryAttribute
{
    public ChromiumTheoryAttribute() => Skip = ChromiumFactAttribute.Reason;
}
