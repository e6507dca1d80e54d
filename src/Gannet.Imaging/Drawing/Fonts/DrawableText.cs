using System.Text;

namespace Gannet.Imaging.Drawing.Fonts;

/// <summary>Converts text to what a font can draw.</summary>
/// <remarks>Files, JSON and the report keep every name unchanged.</remarks>
internal static class DrawableText
{
    // The Latin letters of European languages, each group with its plain spelling.
    private static readonly (string Letters, string Plain)[] s_groups =
    [
        ("ÀÁÂÃÅĀĂĄ", "A"), ("àáâãåāăą", "a"), ("Ä", "Ae"), ("ä", "ae"), ("Æ", "Ae"), ("æ", "ae"), ("ÇĆĈĊČ", "C"), ("çćĉċč", "c"), ("ĎĐÐ", "D"), ("ďđð", "d"),
        ("ÈÉÊËĒĔĖĘĚ", "E"), ("èéêëēĕėęě", "e"), ("ĜĞĠĢ", "G"), ("ĝğġģ", "g"), ("ĤĦ", "H"), ("ĥħ", "h"), ("ÌÍÎÏĨĪĬĮİ", "I"), ("ìíîïĩīĭįı", "i"), ("Ĵ", "J"), ("ĵ", "j"),
        ("Ķ", "K"), ("ķ", "k"), ("ĹĻĽĿŁ", "L"), ("ĺļľŀł", "l"), ("ÑŃŅŇ", "N"), ("ñńņň", "n"), ("ÒÓÔÕŌŎŐ", "O"), ("òóôõōŏő", "o"), ("ÖØ", "Oe"), ("öø", "oe"), ("Œ", "Oe"), ("œ", "oe"),
        ("ŔŖŘ", "R"), ("ŕŗř", "r"), ("ŚŜŞŠȘ", "S"), ("śŝşšș", "s"), ("ß", "ss"), ("ŢŤŦȚ", "T"), ("ţťŧț", "t"), ("Þ", "Th"), ("þ", "th"), ("ÙÚÛŨŪŬŮŰŲ", "U"), ("ùúûũūŭůűų", "u"),
        ("Ü", "Ue"), ("ü", "ue"), ("Ŵ", "W"), ("ŵ", "w"), ("ÝŶŸ", "Y"), ("ýŷÿ", "y"), ("ŹŻŽ", "Z"), ("źżž", "z"), ("–—‐", "-"), ("’‘", "'"), ("“”„", "\""), ("\u00a0", " "), ("µμ", "u"), ("×", "x"), ("…", ".."),
    ];

    // Cyrillic (Russian, Ukrainian, Bulgarian, Serbian, Macedonian) as English texts spell it.
    private const string Cyrillic =
        "а a б b в v г g д d е e ё e ж zh з z и i й i к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch ъ ie ы y ь ' э e ю yu я ya "
        + "і i ї i є ie ґ g ђ dj ј j љ lj њ nj ћ c џ dz ѓ g ќ k ѕ dz";

    private static readonly Dictionary<char, string> s_plain =
        s_groups.SelectMany(static group => group.Letters.Select(letter => (letter, group.Plain))).Concat(Alphabet(Cyrillic))
            .ToDictionary(static pair => pair.Item1, static pair => pair.Item2);

    /// <summary>
    /// The text in characters that a font has: others lose their marks or are spelt in Latin letters; from the first to the last that has no
    /// such form, it becomes <c>class 3</c>.
    /// </summary>
    /// <param name="text">Text beside a box.</param>
    /// <param name="label">Index of the class.</param>
    /// <param name="has">Whether the font has a character.</param>
    public static string Of(string text, int label, Func<Rune, bool> has)
    {
        var (before, after, lacks) = (new StringBuilder(), new StringBuilder(), false);
        foreach (var rune in text.EnumerateRunes())
        {
            if (has(rune))
            {
                after.Append(rune);
            }
            else if (rune.IsBmp && s_plain.TryGetValue((char)rune.Value, out var plain))
            {
                after.Append(plain);
            }
            else if (!IsMark(rune))
            {
                if (!lacks) before.Append(after);
                lacks = true;
                after.Clear();
            }
        }

        return lacks ? $"{before}class {label}{after}" : after.ToString();
    }

    private static IEnumerable<(char, string)> Alphabet(string spelt)
    {
        foreach (var pair in spelt.Split(' ').Chunk(2))
        {
            var (letter, plain) = (pair[0][0], pair[1]);
            yield return (letter, plain);
            if (char.ToUpperInvariant(letter) is var capital && capital != letter) yield return (capital, char.ToUpperInvariant(plain[0]) + plain[1..]);
        }
    }

    // Combining marks that follow their letter, as in macOS file names.
    private static bool IsMark(Rune rune) => rune.Value is >= 0x0300 and <= 0x036f;
}
