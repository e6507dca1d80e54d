using Xunit;

namespace Gannet.Testing.Browser;

/// <summary>As <see cref="ChromiumFactAttribute"/>, for theories.</summary>
public sealed class ChromiumTheoryAttribute : TheoryAttribute
{
    public ChromiumTheoryAttribute()
    {
        if (Chromium.Program is null) Skip = Chromium.Missing;
    }
}
