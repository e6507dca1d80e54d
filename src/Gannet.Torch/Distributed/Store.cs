using System.Text;

namespace Gannet.Torch.Distributed;

/// <summary>A connection to the world's TCPStore: texts and counters by key, which every process sees.</summary>
/// <remarks>Calls of one connection wait for each other, also those of other threads.</remarks>
internal sealed unsafe class Store : IDisposable
{
    private nint _handle;

    private Store(WorldPlace place, bool serves, TimeSpan timeout)
    {
        Prefix = $"gannet/{place.Attempt}/";
        _handle = C10dLibrary.Check(C10dLibrary.Store(place.MasterAddress, place.MasterPort, serves ? 1 : 0, (long)timeout.TotalMilliseconds));
    }

    /// <summary>Before every key: a launcher's store still has what was said before it started the processes again.</summary>
    public string Prefix { get; }

    public nint Handle => _handle != 0 ? _handle : throw new ObjectDisposedException(nameof(Store));

    /// <summary>Connects, waiting for the server at most <paramref name="timeout"/>.</summary>
    /// <exception cref="ProcessGroupException">It does not answer.</exception>
    public static Store Connect(WorldPlace place, TimeSpan timeout)
    {
        try
        {
            return new Store(place, serves: false, timeout);
        }
        catch (ProcessGroupException error)
        {
            throw new ProcessGroupException($"process {place.Rank} found nobody at {place.MasterAddress}:{place.MasterPort} for {timeout.TotalSeconds:0.#} s: "
                + $"start process 0 there, and let the machines between pass the port. ({error.Message})", error);
        }
    }

    /// <summary>Becomes the server, and connects.</summary>
    /// <exception cref="ProcessGroupException">The port is taken.</exception>
    public static Store Serve(WorldPlace place, TimeSpan timeout)
    {
        try
        {
            return new Store(place, serves: true, timeout);
        }
        catch (ProcessGroupException error)
        {
            throw new ProcessGroupException($"process 0 cannot listen at port {place.MasterPort}: choose another MASTER_PORT. ({error.Message})", error);
        }
    }

    public void Set(string key, string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        fixed (byte* pointer = bytes) C10dLibrary.Check(C10dLibrary.Set(Handle, Prefix + key, pointer, bytes.Length));
    }

    /// <summary>Adds to a number, which begins at 0, and returns the sum.</summary>
    public long Add(string key, long amount)
    {
        long sum;
        C10dLibrary.Check(C10dLibrary.Add(Handle, Prefix + key, amount, &sum));
        return sum;
    }

    /// <summary>The value of a key; null if it has none.</summary>
    public string? Find(string key)
    {
        var has = C10dLibrary.Has(Handle, Prefix + key);
        C10dLibrary.Check(has);
        if (has == 0) return null;
        void* value;
        var length = C10dLibrary.Get(Handle, Prefix + key, &value);
        C10dLibrary.Check(length);
        var text = Encoding.UTF8.GetString((byte*)value, length);
        C10dLibrary.FreeArray(value);
        return text;
    }

    public void Dispose()
    {
        if (_handle != 0) C10dLibrary.FreeStore(_handle);
        _handle = 0;
    }
}
