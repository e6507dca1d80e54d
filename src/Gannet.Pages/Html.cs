namespace Gannet.Pages;

/// <summary>Finished markup. Only <see cref="HtmlBuilder"/> makes it, which encodes every text that is put into it.</summary>
public readonly record struct Html
{
    private readonly string? _markup;

    internal Html(string markup) => _markup = markup;

    /// <summary>Whether there is nothing to show.</summary>
    public bool IsEmpty => string.IsNullOrEmpty(_markup);

    /// <summary>A text as it is to be read: nothing in it is markup.</summary>
    /// <param name="text">Any text.</param>
    public static Html Of(string text) => new HtmlBuilder().Append($"{text}").ToHtml();

    /// <summary>Several pieces, one after the other.</summary>
    /// <param name="pieces">The pieces.</param>
    public static Html Join(IEnumerable<Html> pieces) => new(string.Concat(pieces));

    /// <summary>The markup.</summary>
    public override string ToString() => _markup ?? "";
}
