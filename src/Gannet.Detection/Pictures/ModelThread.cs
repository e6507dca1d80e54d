namespace Gannet.Detection.Pictures;

/// <summary>The one thread that loads a model, detects with it, and disposes it.</summary>
/// <remarks>libtorch gives every thread that calls it a team of workers; scopes of tensors belong to a thread.</remarks>
public sealed class ModelThread
{
    private readonly TaskCompletionSource<IPictureModel> _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Starts the thread. It does not keep the process alive.</summary>
    /// <param name="name">Name of the thread.</param>
    /// <param name="load">Reads the model.</param>
    /// <param name="work">Detects with it until there is no more to do; must not throw.</param>
    public ModelThread(string name, Func<IPictureModel> load, Action<IPictureModel> work)
    {
        ArgumentNullException.ThrowIfNull(load);
        ArgumentNullException.ThrowIfNull(work);
        new Thread(() => Run(load, work)) { Name = name, IsBackground = true }.Start();
    }

    /// <summary>The model, or why it could not be loaded.</summary>
    public Task<IPictureModel> Loaded => _loaded.Task;

    /// <summary>Completes when the work is done and the model disposed.</summary>
    public Task Ended => _ended.Task;

    private void Run(Func<IPictureModel> load, Action<IPictureModel> work)
    {
        try
        {
            using var model = load();
            _loaded.SetResult(model);
            work(model);
        }
        catch (Exception error)
        {
            _loaded.TrySetException(error);
        }
        finally
        {
            _ended.SetResult();
        }
    }
}
