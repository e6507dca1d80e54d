namespace Gannet.Datasets.Reading;

/// <summary>What a COCO file calls a picture: a whole number, or any text, as some writers put it.</summary>
internal readonly record struct ImageKey(long Number, string? Text)
{
    public override string ToString() => Text ?? $"{Number}";
}
