using System.Collections.Concurrent;
using Gannet.Datasets.Editing;
using Gannet.Detection.Pictures;
using Gannet.Imaging.Codecs;
using Gannet.Labelling.Ordering;

namespace Gannet.Labelling.Models;

/// <summary>What a model sees in a picture, and how the picture looks.</summary>
internal sealed record SeenPicture(IReadOnlyList<DetectedObject> Found, PictureDescriptor Descriptor);

/// <summary>A model on its thread, which looks at all pictures in their order, and before that at those that somebody waits for.</summary>
internal sealed class LookingModel
{
    private readonly IReadOnlyList<EditedPicture> _pictures;
    private readonly Action<string> _report;
    private readonly ConcurrentDictionary<int, SeenPicture?> _seen = new();
    private readonly Queue<(int Picture, TaskCompletionSource<SeenPicture?> Answer)> _asked = new();
    private readonly object _gate = new(); // a monitor, since the thread waits on it
    private readonly ModelThread _thread;
    private int _next; // the picture to look at when nobody waits for one
    private bool _isClosed;

    /// <summary>Starts to load the model.</summary>
    /// <param name="open">Reads it, on the thread.</param>
    /// <param name="pictures">The pictures to look at.</param>
    /// <param name="report">Receives one line about each picture that the model fails at.</param>
    public LookingModel(Func<IPictureModel> open, IReadOnlyList<EditedPicture> pictures, Action<string> report)
    {
        (_pictures, _report) = (pictures, report);
        _thread = new("gannet label: detecting", open, Work);
    }

    /// <summary>Completes when the model is loaded, or fails as that did.</summary>
    public Task Loaded => _thread.Loaded;

    /// <summary>Completes when the model is disposed.</summary>
    public Task Ended => _thread.Ended;

    public int CountSeen => _seen.Count;

    /// <summary>What the model has seen in a picture so far; null if it has not looked yet, or if the picture cannot be read.</summary>
    public SeenPicture? Seen(int picture) => _seen.GetValueOrDefault(picture);

    /// <summary>What the model sees in a picture; null if the picture cannot be read, or the model is closed.</summary>
    public Task<SeenPicture?> LookAsync(int picture)
    {
        if (_seen.TryGetValue(picture, out var known)) return Task.FromResult(known);
        var answer = new TaskCompletionSource<SeenPicture?>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_isClosed) return Task.FromResult<SeenPicture?>(null);
            _asked.Enqueue((picture, answer));
            Monitor.Pulse(_gate);
        }

        return answer.Task;
    }

    /// <summary>Ends after the picture that it is looking at; whoever waits gets null.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            while (_asked.TryDequeue(out var asked)) asked.Answer.TrySetResult(null);
            Monitor.Pulse(_gate);
        }
    }

    private void Work(IPictureModel model)
    {
        while (TryTake(out var picture, out var answer))
        {
            var seen = See(model, picture);
            answer?.TrySetResult(seen);
        }
    }

    // Blocks while there is nothing to look at.
    private bool TryTake(out int picture, out TaskCompletionSource<SeenPicture?>? answer)
    {
        lock (_gate)
        {
            while (!_isClosed)
            {
                if (_asked.TryDequeue(out var asked))
                {
                    (picture, answer) = asked;
                    return true;
                }

                while (_seen.ContainsKey(_next)) _next++;
                if (_next < _pictures.Count)
                {
                    (picture, answer) = (_next, null);
                    return true;
                }

                Monitor.Wait(_gate);
            }
        }

        (picture, answer) = (0, null);
        return false;
    }

    // A picture that cannot be read counts as seen, so that the others get their turn.
    private SeenPicture? See(IPictureModel model, int picture)
    {
        if (_seen.TryGetValue(picture, out var known)) return known;
        try
        {
            var image = ImageDecoder.Decode(_pictures[picture].Path);
            return _seen[picture] = new(model.Detect(image), PictureDescriptor.Of(image));
        }
        catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return _seen[picture] = null;
        }
        catch (Exception error)
        {
            _report($"{_pictures[picture].Name}: {error.Message}");
            return _seen[picture] = null;
        }
    }
}
