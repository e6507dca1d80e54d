namespace Gannet.Pages.Tests.Scenarios;

/// <summary>A test that needs Chromium (Debian's package <c>chromium</c>), and is skipped without it.</summary>
internal sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute()
    {
        if (Program is null) Skip = "needs chromium, which is not on the PATH: apt-get install chromium";
    }

    /// <summary>Path of the program; null if there is none.</summary>
    public static string? Program { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
        .Select(static folder => Path.Combine(folder, "chromium")).FirstOrDefault(File.Exists);
}
