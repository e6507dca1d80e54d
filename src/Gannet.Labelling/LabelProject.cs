using Gannet.Datasets;
using Gannet.Datasets.Editing;

namespace Gannet.Labelling;

/// <summary>The state of a picture in the list.</summary>
/// <param name="IsLabelled">Whether somebody has said what is in it.</param>
/// <param name="Boxes">Number of boxes.</param>
/// <param name="Problem">Why its labels cannot be edited; null if they can.</param>
internal sealed record PictureState(bool IsLabelled, int Boxes, string? Problem);

/// <summary>A data set that is being labelled, with the state of every picture.</summary>
internal sealed class LabelProject
{
    private readonly PictureState[] _states;
    private int _version;

    public LabelProject(DatasetEditor editor)
    {
        Editor = editor;
        _states = [.. editor.Pictures.Select(picture => Look(picture.Index))];
    }

    public DatasetEditor Editor { get; }

    /// <summary>Rises with every change of a label.</summary>
    public int Version => Volatile.Read(ref _version);

    public PictureState StateOf(int picture) => Volatile.Read(ref _states[picture]);

    public int CountLabelled() => _states.Count(static state => state.IsLabelled);

    public IEnumerable<int> Labelled() => Enumerable.Range(0, _states.Length).Where(p => StateOf(p) is { IsLabelled: true, Problem: null });

    public IEnumerable<int> Unlabelled() => Enumerable.Range(0, _states.Length).Where(p => StateOf(p) is { IsLabelled: false, Problem: null });

    public PictureLabels Read(int picture)
    {
        var labels = Editor.Read(picture);
        Note(picture, labels);
        return labels;
    }

    public PictureLabels Save(int picture, string revision, IReadOnlyList<EditedBox> boxes, bool isLabelled)
    {
        var labels = Editor.Save(picture, revision, boxes, isLabelled);
        Note(picture, labels);
        Interlocked.Increment(ref _version);
        return labels;
    }

    public void RenameClass(string from, string to)
    {
        Editor.RenameClass(from, to);
        Interlocked.Increment(ref _version);
    }

    /// <summary>The labelled pictures among those given, in their order.</summary>
    public AnnotatedDataset Dataset(IEnumerable<int> pictures) => Editor.ToDataset(pictures);

    private void Note(int picture, PictureLabels labels) =>
        Volatile.Write(ref _states[picture], new(labels.IsLabelled, labels.Boxes.Count, labels.Width > 0 ? null : "The picture cannot be read."));

    private PictureState Look(int picture)
    {
        try
        {
            var labels = Editor.Read(picture);
            return new(labels.IsLabelled, labels.Boxes.Count, labels.Width > 0 ? null : "The picture cannot be read.");
        }
        catch (InvalidDataException error)
        {
            return new(true, 0, error.Message);
        }
    }
}
