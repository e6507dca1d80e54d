namespace Gannet.Datasets.Reading;

/// <summary>A picture's id in a COCO file: an integer, or any string, as some tools write.</summary>
internal readonly record struct ImageKey(long Number, string? Text)
{
    public override string ToString() => Text ?? $"{Number}";
}
