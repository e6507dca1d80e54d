using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace Gannet.Pages;

/// <summary>Builds markup from interpolated strings: what is written between the holes is markup, what fills a hole is text.</summary>
/// <remarks>A class name such as <c>&lt;script&gt;</c> is therefore harmless wherever it is put, also within quotes of an attribute. Only
/// <see cref="Html"/> enters as it is. Numbers are written as in English, whatever the system's language.</remarks>
public sealed class HtmlBuilder
{
    private readonly StringBuilder _markup = new();

    /// <summary>Appends markup.</summary>
    /// <param name="markup">An interpolated string.</param>
    public HtmlBuilder Append([InterpolatedStringHandlerArgument("")] Markup markup)
    {
        // The compiler has filled the holes, and so this builder, before the call.
        _ = markup;
        return this;
    }

    /// <summary>Appends finished markup.</summary>
    /// <param name="markup">The markup.</param>
    public HtmlBuilder Append(Html markup)
    {
        _markup.Append(markup);
        return this;
    }

    /// <summary>What was appended so far.</summary>
    public Html ToHtml() => new(_markup.ToString());

    /// <summary>The compiler's view of an interpolated string: literals are appended as they are, holes encoded.</summary>
    /// <param name="literalLength">Number of characters outside the holes.</param>
    /// <param name="holes">Number of holes.</param>
    /// <param name="target">Where to append.</param>
    [InterpolatedStringHandler]
    public readonly ref struct Markup(int literalLength, int holes, HtmlBuilder target)
    {
        private HtmlBuilder Target { get; } = Reserve(target, literalLength + (8 * holes));

        /// <summary>Appends markup.</summary>
        public void AppendLiteral(string markup) => Target._markup.Append(markup);

        /// <summary>Appends finished markup.</summary>
        public void AppendFormatted(Html markup) => Target._markup.Append(markup);

        /// <summary>Appends text.</summary>
        public void AppendFormatted(string? text) => Target._markup.Append(WebUtility.HtmlEncode(text));

        /// <summary>Appends a number.</summary>
        public void AppendFormatted<T>(T value, string? format = null)
            where T : IFormattable => AppendFormatted(value.ToString(format, CultureInfo.InvariantCulture));

        private static HtmlBuilder Reserve(HtmlBuilder target, int characters)
        {
            target._markup.EnsureCapacity(target._markup.Length + characters);
            return target;
        }
    }
}
