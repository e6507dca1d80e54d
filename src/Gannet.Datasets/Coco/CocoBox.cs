using System.Text.Json;
using Gannet.Datasets.Json;
using Gannet.Datasets.Reading;
using Gannet.Masks;

namespace Gannet.Datasets.Coco;

/// <summary>One record of COCO's <c>annotations</c>, before its picture and class are known.</summary>
internal sealed class CocoBox
{
    public required double[] Numbers { get; init; }

    public required ImageKey ImageId { get; init; }

    public required long CategoryId { get; init; }

    private bool IsCrowd { get; init; }

    private bool IsIgnored { get; init; }

    private double? Area { get; init; }

    private long Id { get; init; }

    private Segmentation? Outline { get; init; }

    private int Index { get; init; }

    public string Where => $"annotations[{Index}] (id {Id})";

    /// <summary>Parses a record. If it succeeds, <paramref name="fault"/> concerns only the outline.</summary>
    public static bool TryParse(JsonElement record, int index, out CocoBox box, out string? fault)
    {
        box = null!;
        if (!record.TryKey("image_id", out var picture) || !record.TryLong("category_id", out var category))
        {
            fault = "an annotation needs an 'image_id' and an integer 'category_id'";
            return false;
        }

        if (!record.TryMember("bbox", out var corners) || !corners.TryNumbers(out var numbers) || numbers.Length != 4)
        {
            fault = "an annotation needs a 'bbox' of four numbers [x, y, width, height]";
            return false;
        }

        var outline = Segmentations.TryParse(record, out fault);
        box = new CocoBox
        {
            Numbers = numbers,
            ImageId = picture,
            CategoryId = category,
            IsCrowd = record.TryFlag("iscrowd"),
            IsIgnored = record.TryFlag("ignore"),
            Area = record.TryDouble("area", out var area) && double.IsFinite(area) ? area : null,
            Id = record.TryLong("id", out var id) ? id : 0,
            Outline = outline,
            Index = index,
        };
        return true;
    }

    public AnnotationRecord ToRecord(string className) => new()
    {
        ClassName = className,
        X1 = Numbers[0],
        Y1 = Numbers[1],
        X2 = Numbers[0] + Numbers[2],
        Y2 = Numbers[1] + Numbers[3],
        Written = new WrittenBox(Numbers[0], Numbers[1], Numbers[2], Numbers[3]),
        IsCrowd = IsCrowd,
        IsDifficult = IsIgnored,
        Area = Area,
        Id = Id,
        Segmentation = Outline,
        Index = Index,
    };
}
