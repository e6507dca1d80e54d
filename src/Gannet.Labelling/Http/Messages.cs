using Gannet.Datasets.Editing;

namespace Gannet.Labelling.Http;

/// <summary>A box as the page sends and receives it.</summary>
internal sealed record BoxMessage(string? Key, string Class, double X1, double Y1, double X2, double Y2, bool Difficult = false, bool Crowd = false, bool Outline = false)
{
    public static BoxMessage Of(EditedBox box) => new(box.Key, box.Class, box.X1, box.Y1, box.X2, box.Y2, box.IsDifficult, box.IsCrowd, box.HasOutline);

    public EditedBox ToBox() => new() { Key = Key, Class = Class, X1 = X1, Y1 = Y1, X2 = X2, Y2 = Y2 };
}

internal sealed record LabelsMessage(string Revision, bool Labelled, int Width, int Height, IReadOnlyList<BoxMessage> Boxes)
{
    public static LabelsMessage Of(PictureLabels labels) =>
        new(labels.Revision, labels.IsLabelled, labels.Width, labels.Height, [.. labels.Boxes.Select(BoxMessage.Of)]);
}

internal sealed record SaveMessage(string? Revision, bool Labelled, IReadOnlyList<BoxMessage?>? Boxes);

internal sealed record ClassMessage(string? Name);

internal sealed record RenameMessage(string? From, string? To);

internal sealed record TrainMessage(double Minutes);

internal sealed record PictureMessage(int Id, string Name, string? Split, bool Labelled, int Boxes, string? Problem);

internal sealed record ProjectMessage(string Name, string Format, IReadOnlyList<string> Classes, IReadOnlyList<PictureMessage> Pictures, bool CanTrain);

internal sealed record SuggestionMessage(string Class, float Score, float X1, float Y1, float X2, float Y2)
{
    public static SuggestionMessage Of(DetectedObject found) =>
        new(found.Class ?? "", found.Score, found.Box.X1, found.Box.Y1, found.Box.X2, found.Box.Y2);
}

internal sealed record SuggestionsMessage(int Generation, string Revision, IReadOnlyList<SuggestionMessage> Boxes);

internal sealed record ModelMessage(string? Name, int Generation, bool Loading, string? Fault, int Seen, int Pictures);

internal sealed record TrainingMessage(
    string Phase, double Minutes, double Seconds, int Pictures, int Objects, int Step, double? Loss, double? Ap, string? Message);

internal sealed record StatusMessage(ModelMessage Model, TrainingMessage Training, int Labelled, int Version);

internal sealed record OrderMessage(int Generation, IReadOnlyList<int> Pictures);

internal sealed record DoubtMessage(int Picture, int? Box, string Kind, double Score, double X1, double Y1, double X2, double Y2, string Says, string? Label);

internal sealed record DoubtsMessage(int Generation, int Seen, int Labelled, IReadOnlyList<DoubtMessage> Doubts);
