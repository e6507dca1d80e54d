using Gannet.Serving.Batching;
using Gannet.Serving.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gannet.Serving.Models;

/// <summary>Loads the models before the service listens, replaces those whose files change, and finishes their work when it stops.</summary>
internal sealed class ModelLoader(
    ModelCatalog catalog, ServingOptions options, ServingMetrics metrics, TimeProvider time, ILogger<ModelLoader> log) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, ModelFile> _refused = new(StringComparer.Ordinal); // files that could not be loaded, until they change
    private readonly List<Task> _ending = []; // threads of replaced versions
    private IReadOnlyDictionary<string, ModelFile> _seen = new Dictionary<string, ModelFile>();
    private string _trouble = "";
    private Task _watching = Task.CompletedTask;

    /// <inheritdoc/>
    /// <exception cref="InvalidOptionException">An option is out of range.</exception>
    /// <exception cref="InvalidDataException">A named model cannot be loaded, or there is none at all.</exception>
    /// <exception cref="IOException">A named model or the folder is missing.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        options.Validate();
        _seen = ModelFiles.Find(options);
        foreach (var file in _seen.Values)
        {
            if (options.Models.Contains(file.Path)) await SwapAsync(file).ConfigureAwait(false);
            else await TrySwapAsync(file).ConfigureAwait(false);
        }

        if (catalog.All.Count == 0)
            throw new InvalidDataException($"{options.ModelFolder}: holds no model that can be served; put NAME.safetensors or NAME/1.safetensors there.");
        _watching = Task.Run(WatchAsync, CancellationToken.None);
    }

    /// <inheritdoc/>
    /// <remarks>The server has stopped before: whatever was accepted has been answered, or its client has gone.</remarks>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _watching.ConfigureAwait(false);
        foreach (var version in catalog.All) Retire(catalog.Remove(version.Name));
        await Task.WhenAll(_ending).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(options.WatchInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false)) await LookAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The service stops.
        }
    }

    /// <summary>Looks once at the files. What two looks in a row find the same is loaded, and what both miss is no longer served.</summary>
    internal async Task LookAsync()
    {
        IReadOnlyDictionary<string, ModelFile> found;
        try
        {
            found = ModelFiles.Find(options);
            _trouble = "";
        }
        catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            if (error.Message != _trouble) ServingLog.ModelsUnseen(log, error.Message);
            _trouble = error.Message;
            return;
        }

        var seen = _seen;
        _seen = found;
        foreach (var file in found.Values.Where(file => seen.GetValueOrDefault(file.Name) == file && IsNew(file))) await TrySwapAsync(file).ConfigureAwait(false);
        foreach (var gone in catalog.All.Where(version => !seen.ContainsKey(version.Name) && !found.ContainsKey(version.Name)))
        {
            ServingLog.ModelRemoved(log, gone.Name, gone.Version);
            Retire(catalog.Remove(gone.Name));
        }

        _ending.RemoveAll(static ending => ending.IsCompleted);
    }

    private bool IsNew(ModelFile file) =>
        _refused.GetValueOrDefault(file.Name) != file && !(catalog.TryGet(file.Name, out var current) && current.File == file);

    // Whatever is wrong with a new file, the old version goes on.
    private async Task TrySwapAsync(ModelFile file)
    {
        try
        {
            await SwapAsync(file).ConfigureAwait(false);
            _refused.Remove(file.Name);
        }
        catch (Exception error)
        {
            _refused[file.Name] = file;
            ServingLog.ModelRefused(log, file.Name, error.Message);
        }
    }

    // The new version is loaded beside the old one, which finishes what it has accepted.
    private async Task SwapAsync(ModelFile file)
    {
        var start = time.GetTimestamp();
        var version = await Task.Run(file.Version).ConfigureAwait(false);
        var detection = new BatchDetection(file.Name, () => options.LoadModel?.Invoke(file) ?? file.Load(options), options, metrics, time);
        var model = await detection.Loaded.ConfigureAwait(false);
        var loaded = new ModelVersion(file, version, detection, model);
        var old = catalog.Replace(loaded);
        ServingLog.ModelLoaded(log, file.Name, version, model.Classes.Count, time.GetElapsedTime(start).TotalSeconds);
        Retire(old);
    }

    private void Retire(ModelVersion? version)
    {
        if (version is null) return;
        _ending.Add(version.Ended);
        version.Retire();
    }
}
