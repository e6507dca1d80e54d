using System.Text;

namespace Gannet.Imaging.Drawing;

/// <summary>Converts text to what can be drawn: the font has ASCII letters only.</summary>
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
        ("Ü", "Ue"), ("ü", "ue"), ("Ŵ", "W"), ("ŵ", "w"), ("ÝŶŸ", "Y"), ("ýŷÿ", "y"), ("ŹŻŽ", "Z"), ("źżž", "z"), ("–—‐", "-"), ("’‘", "'"), ("“”„", "\""), ("\u00a0", " "), ("µμ", "u"), ("×", "x"),
    ];

    // Cyrillic (Russian, Ukrainian, Bulgarian, Serbian, Macedonian) as English texts spell it.
    private const string Cyrillic =
        "а a б b в v г g д d е e ё e ж zh з z и i й i к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch ъ ie ы y ь ' э e ю yu я ya "
        + "і i ї i є ie ґ g ђ dj ј j љ lj њ nj ћ c џ dz ѓ g ќ k ѕ dz";

    private static readonly Dictionary<char, string> s_plain =
        s_groups.SelectMany(static group => group.Letters.Select(letter => (letter, group.Plain))).Concat(Alphabet(Cyrillic))
            .ToDictionary(static pair => pair.Item1, static pair => pair.Item2);

    /// <summary>The text in ASCII: letters lose their marks, Cyrillic is spelt in Latin letters; what has no ASCII form, such as Chinese, becomes <c>class 3</c>.</summary>
    /// <param name="text">Text beside a box.</param>
    /// <param name="label">Index of the class.</param>
    public static string Of(string text, int label)
    {
        var (first, last) = (-1, -1);
        for (var k = 0; k < text.Length; k++)
        {
            if (CanDraw(text[k])) continue;
            if (first < 0) first = k;
            last = k;
        }

        return first < 0 ? Plain(text) : $"{Plain(text[..first])}class {label}{Plain(text[(last + 1)..])}";
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

    private static bool CanDraw(char c) => c is >= ' ' and < '\u007f' || s_plain.ContainsKey(c) || IsMark(c);

    // Combining marks that follow their letter, as in macOS file names.
    private static bool IsMark(char c) => c is >= '\u0300' and <= '\u036f';

    private static string Plain(string text)
    {
        var made = new StringBuilder();
        foreach (var c in text.Where(static c => !IsMark(c))) made.Append(s_plain.GetValueOrDefault(c, c.ToString()));
        return made.ToString();
    }
}
