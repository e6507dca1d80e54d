using Gannet.Datasets.Editing;

namespace Gannet.Labelling.Models;

/// <summary>The model that suggests at present. Another one is loaded beside it and takes its place.</summary>
internal sealed class SuggestingModel(LabellingOptions options, IReadOnlyList<EditedPicture> pictures) : IDisposable
{
    private readonly SemaphoreSlim _loading = new(1); // one after the other, so that the last one stays
    private readonly Lock _gate = new();
    private LookingModel? _model, _next;
    private Task _ending = Task.CompletedTask; // of the model before the present one
    private int _generation;
    private bool _isDisposed;

    /// <summary>The model's file; null without one.</summary>
    public string? Path { get; private set; }

    /// <summary>Why the last model could not be loaded; null if it was.</summary>
    public string? Fault { get; private set; }

    public bool IsLoading { get; private set; }

    /// <summary>Rises with every model.</summary>
    public int Generation => Volatile.Read(ref _generation);

    public int CountSeen => Present?.CountSeen ?? 0;

    public int CountAll => pictures.Count;

    private LookingModel? Present => Volatile.Read(ref _model);

    /// <summary>Uses another model from now on; the present one stays if it cannot be loaded.</summary>
    public async Task LoadAsync(string path)
    {
        await _loading.WaitAsync().ConfigureAwait(false);
        try
        {
            if (Begin(path) is not { } next) return;
            await next.Loaded.ConfigureAwait(false);
            Exchange(path, next);
        }
        catch (Exception error)
        {
            Fault = error.Message;
            options.Report($"{path}: {error.Message}");
        }
        finally
        {
            IsLoading = false;
            _loading.Release();
        }
    }

    /// <summary>What the model sees in a picture; null without a model, or if the picture cannot be read.</summary>
    public Task<SeenPicture?> LookAsync(int picture) => IsLoading ? Task.FromResult<SeenPicture?>(null) : Present?.LookAsync(picture) ?? Task.FromResult<SeenPicture?>(null);

    /// <summary>What the model has seen in a picture so far; null if it has not looked yet.</summary>
    public SeenPicture? Seen(int picture) => Present?.Seen(picture);

    /// <summary>Waits until the model is disposed, so that the process does not end in the middle of libtorch's work.</summary>
    public void Dispose()
    {
        LookingModel?[] all;
        lock (_gate)
        {
            _isDisposed = true;
            all = [_model, _next];
        }

        _ending.GetAwaiter().GetResult();

        foreach (var model in all.OfType<LookingModel>())
        {
            model.Close();
            model.Ended.GetAwaiter().GetResult();
        }
    }

    private LookingModel? Begin(string path)
    {
        lock (_gate)
        {
            if (_isDisposed) return null;
            IsLoading = true;
            return _next = new(() => options.OpenModel(path), pictures, options.Report);
        }
    }

    private void Exchange(string path, LookingModel next)
    {
        lock (_gate)
        {
            if (_model is { } old)
            {
                old.Close();
                _ending = Task.WhenAll(_ending, old.Ended);
            }

            (_model, _next, Path, Fault) = (next, null, path, null);
            Interlocked.Increment(ref _generation);
        }
    }
}
