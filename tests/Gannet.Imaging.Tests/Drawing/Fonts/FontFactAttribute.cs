using System.Text;
using Gannet.Imaging.Drawing.Fonts;

namespace Gannet.Imaging.Tests.Drawing.Fonts;

/// <summary>A test that needs FreeType and a font with Cyrillic letters.</summary>
public sealed class FontFactAttribute : FactAttribute
{
    public FontFactAttribute()
    {
        if (!SystemFaces.Any || !SystemFaces.Has(new Rune('ж'))) Skip = "the system has no font with Cyrillic letters";
    }
}
