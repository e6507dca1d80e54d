using System.Globalization;
using System.Text;

namespace Gannet.Cli.Output;

/// <summary>Text that is safe to print on a terminal: names come from outside and may contain control sequences.</summary>
internal static class Printable
{
    /// <summary>The text with control characters and bidirectional marks escaped as <c>\u001b</c>; line breaks and tabs stay.</summary>
    /// <remarks>A Windows line break becomes a plain one: alone, its first character would move the cursor.</remarks>
    public static string Text(string text) =>
        Escape(text.Replace("\r\n", "\n", StringComparison.Ordinal), static c => c is not ('\n' or '\t') && IsCommand(c));

    /// <summary>The same for text that must stay on one line: line breaks and tabs are escaped too.</summary>
    public static string Line(string text) => Escape(text, IsCommand);

    private static bool IsCommand(char c) => char.IsControl(c) || c is >= '\u202a' and <= '\u202e' or >= '\u2066' and <= '\u2069' or '\u2028' or '\u2029';

    private static string Escape(string text, Func<char, bool> isEscaped)
    {
        if (!text.Any(isEscaped)) return text;
        var made = new StringBuilder();
        foreach (var c in text)
        {
            if (isEscaped(c)) made.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else made.Append(c);
        }

        return made.ToString();
    }
}
