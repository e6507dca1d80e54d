using Xunit;

namespace Gannet.Testing.Browser;

/// <summary>A test that needs Chromium (Debian's package <c>chromium</c>), and is skipped without it.</summary>
public sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute()
    {
        if (Chromium.Program is null) Skip = Chromium.Missing;
    }
}
