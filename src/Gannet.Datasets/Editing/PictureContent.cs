using System.Security.Cryptography;
using System.Text;

namespace Gannet.Datasets.Editing;

/// <summary>One object as it stands in its file.</summary>
/// <param name="Raw">Its text: an XML element, a JSON record or a line.</param>
/// <param name="Box">What it says; null where it cannot be read as a box, in which case it is kept as it is.</param>
internal sealed record LabelFragment(string Raw, EditedBox? Box)
{
    /// <summary>Names the object by its text: equal texts need no distinction.</summary>
    public static string KeyOf(string raw) => PictureContent.Digest(raw);
}

/// <summary>An object to write.</summary>
/// <param name="Index">Which of the present objects it replaces; null for a new one.</param>
/// <param name="Raw">Its text.</param>
/// <param name="Origin">Key of the object that it was made from; null for none.</param>
internal readonly record struct WrittenFragment(int? Index, string Raw, string? Origin = null);

/// <summary>What the file says about a picture.</summary>
internal sealed record PictureContent(string Revision, bool IsLabelled, int Width, int Height, IReadOnlyList<LabelFragment> Fragments)
{
    /// <summary>The picture's size as the file states it; null where it states none.</summary>
    public (long Width, long Height)? Stated { get; init; }

    /// <summary>The revision of a picture without a file.</summary>
    public const string Nothing = "none";

    // 64 bits: two states of one picture meet by chance once in 10^19 tries.
    private const int DigestBytes = 8;

    public static string Digest(string text) => Digest(Encoding.UTF8.GetBytes(text));

    public static string Digest(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, DigestBytes));

    public PictureLabels ToLabels() => new(
        Revision, IsLabelled, Width, Height,
        [.. Fragments.Where(static f => f.Box is not null).Select(static f => f.Box! with { Key = LabelFragment.KeyOf(f.Raw) })]);
}
