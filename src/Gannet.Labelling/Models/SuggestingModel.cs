using System.Collections.Concurrent;
using Gannet.Datasets.Editing;
using Gannet.Imaging.Codecs;
using Gannet.Labelling.Ordering;

namespace Gannet.Labelling.Models;

/// <summary>What a model sees in a picture, and how the picture looks.</summary>
internal sealed record SeenPicture(IReadOnlyList<DetectedObject> Found, PictureDescriptor Descriptor);

/// <summary>The model that suggests at present, and what it has seen so far.</summary>
/// <remarks>After a model is loaded it looks at all pictures, one by one, whenever nobody waits for a certain one.</remarks>
internal sealed class SuggestingModel(LabellingOptions options, IReadOnlyList<EditedPicture> pictures) : IDisposable
{
    private readonly DetectingThread _thread = new();
    private ConcurrentDictionary<int, SeenPicture?> _seen = new();
    private IPictureModel? _model; // used on the thread only
    private int _generation;

    /// <summary>The model's file; null without one.</summary>
    public string? Path { get; private set; }

    /// <summary>Why the last model could not be loaded; null if it was.</summary>
    public string? Fault { get; private set; }

    public bool IsLoading { get; private set; }

    /// <summary>Rises with every model.</summary>
    public int Generation => Volatile.Read(ref _generation);

    public bool IsReady => Path is not null && !IsLoading;

    public int CountSeen => _seen.Count;

    public int CountAll => pictures.Count;

    /// <summary>Uses another model from now on; the present one stays if it cannot be loaded.</summary>
    public async Task LoadAsync(string path)
    {
        IsLoading = true;
        try
        {
            await _thread.Run(() => Exchange(path), isUrgent: true).ConfigureAwait(false);
            Fault = null;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            Fault = error.Message;
            options.Report($"{path}: {error.Message}");
        }
        finally
        {
            IsLoading = false;
        }

        if (Fault is null) LookAhead(Generation, 0);
    }

    /// <summary>What the model sees in a picture; null without a model, or if the picture cannot be read.</summary>
    public async Task<SeenPicture?> LookAsync(int picture) =>
        !IsReady ? null : _seen.TryGetValue(picture, out var known) ? known
            : await _thread.Run(() => See(picture, Generation), isUrgent: true).ConfigureAwait(false);

    /// <summary>What the model has seen in a picture so far; null if it has not looked yet.</summary>
    public SeenPicture? Seen(int picture) => _seen.GetValueOrDefault(picture);

    public void Dispose()
    {
        _thread.Close(() => _model?.Dispose());
        _thread.Dispose();
    }

    private bool Exchange(string path)
    {
        var next = options.OpenModel(path);
        _model?.Dispose();
        (_model, Path) = (next, path);
        _seen = new();
        Interlocked.Increment(ref _generation);
        return true;
    }

    private void LookAhead(int generation, int picture)
    {
        if (picture == pictures.Count || generation != Generation) return;
        _ = _thread.Run(() => See(picture, generation), isUrgent: false)
            .ContinueWith(done => { if (done.IsCompletedSuccessfully) LookAhead(generation, picture + 1); }, TaskScheduler.Default);
    }

    // On the thread. A picture that cannot be read counts as seen, so that the others get their turn.
    private SeenPicture? See(int picture, int generation)
    {
        if (_model is null || generation != Generation) return null;
        if (_seen.TryGetValue(picture, out var known)) return known;
        try
        {
            var image = ImageDecoder.Decode(pictures[picture].Path);
            return _seen[picture] = new(_model.Detect(image), PictureDescriptor.Of(image));
        }
        catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return _seen[picture] = null;
        }
        catch (Exception error)
        {
            options.Report($"{pictures[picture].Name}: {error.Message}");
            return _seen[picture] = null;
        }
    }
}
