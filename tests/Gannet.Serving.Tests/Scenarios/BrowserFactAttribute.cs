namespace Gannet.Serving.Tests.Scenarios;

/// <summary>A test that needs Debian's chromium; skipped with the reason elsewhere.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public const string Chromium = "/usr/bin/chromium";

    public BrowserFactAttribute()
    {
        if (!File.Exists(Chromium)) Skip = $"needs {Chromium} (apt install chromium)";
    }
}
