using System.Globalization;
using System.Text;

namespace Gannet.Imaging.Drawing.Fonts;

/// <summary>The faces of the system's fonts, opened when a character needs them.</summary>
/// <remarks>FreeType is used by one thread at a time.</remarks>
internal static class SystemFaces
{
    private static readonly Lock s_gate = new();
    private static readonly Dictionary<Rune, nint> s_faceOf = [];
    private static readonly List<nint> s_open = [];
    private static readonly nint s_library = FreeType.Start();
    private static readonly IEnumerator<string> s_closed = (s_library == 0 ? [] : FontFiles.OfSystem()).GetEnumerator();

    // Scripts whose letters join, reorder or run from the right: Hebrew to Thaana, India's, Tibetan to Burmese, Khmer, and their presentation
    // forms. Letter by letter they would read wrongly.
    private static readonly (int First, int Last)[] s_joined =
        [(0x0590, 0x08ff), (0x0900, 0x0dff), (0x0f00, 0x109f), (0x1780, 0x18af), (0xfb1d, 0xfdff), (0xfe70, 0xfeff), (0x10800, 0x11fff)];

    /// <summary>Whether there is a font with Latin letters.</summary>
    public static bool Any { get; } = Has(new Rune('a'));

    /// <summary>Whether a font draws a character by itself.</summary>
    public static bool Has(Rune rune) => IsVisible(rune) && !Array.Exists(s_joined, range => rune.Value >= range.First && rune.Value <= range.Last)
        && FaceOf(rune) != 0;

    /// <summary>Draws a character.</summary>
    /// <param name="rune">A character for which <see cref="Has"/> is true.</param>
    /// <param name="pixels">Size of the font.</param>
    public static Glyph Render(Rune rune, int pixels)
    {
        var face = FaceOf(rune);
        lock (s_gate) return (face == 0 ? null : FreeType.Render(face, rune.Value, pixels)) ?? new Glyph(0, 0, 0, pixels / 2, []);
    }

    private static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);

    private static nint FaceOf(Rune rune)
    {
        lock (s_gate)
        {
            if (s_faceOf.TryGetValue(rune, out var known)) return known;
            var face = s_open.Find(open => FreeType.Has(open, rune.Value));
            while (face == 0 && s_closed.MoveNext())
            {
                if (FreeType.Open(s_library, s_closed.Current) is not (not 0 and var opened)) continue;
                s_open.Add(opened);
                if (FreeType.Has(opened, rune.Value)) face = opened;
            }

            return s_faceOf[rune] = face;
        }
    }
}
