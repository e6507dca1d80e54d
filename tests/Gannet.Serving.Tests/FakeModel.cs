using System.Collections.Concurrent;
using Gannet.Detection.Pictures;
using Gannet.Masks;

namespace Gannet.Serving.Tests;

/// <summary>A detecting stage whose time and results a test decides.</summary>
internal sealed class FakeModel : IPictureModel
{
    private readonly ManualResetEventSlim _open = new(initialState: true);

    public IReadOnlyList<string> Classes { get; init; } = ["cell", "<img src=x onerror=alert(1)>"];

    public string Platform => "fake";

    public int MostTogether { get; init; } = int.MaxValue;

    public int BestTogether => 1;

    /// <summary>A score that tells this model from another.</summary>
    public float Score { get; init; } = 0.9f;

    public bool HasMasks { get; init; }

    /// <summary>The seed of a picture that makes its batch fail.</summary>
    public const int Poison = 666;

    /// <summary>Sizes of the pictures of each batch.</summary>
    public ConcurrentQueue<(int Width, int Height)[]> Batches { get; } = [];

    /// <summary>Threads that detected or disposed.</summary>
    public ConcurrentQueue<int> Threads { get; } = [];

    public bool IsDisposed { get; private set; }

    /// <summary>Released once for each batch that has begun.</summary>
    public SemaphoreSlim Begun { get; } = new(0);

    /// <summary>Makes batches wait until <see cref="Open"/>.</summary>
    public void Close() => _open.Reset();

    public void Open() => _open.Set();

    public PreparedPicture Prepare(Image picture, float[]? buffer = null) => new(picture.Width, picture.Height) { Pixels = picture };

    public IReadOnlyList<DetectedObject>[] Detect(IReadOnlyList<PreparedPicture> pictures, CancellationToken cancellation = default)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        Threads.Enqueue(Environment.CurrentManagedThreadId);
        Batches.Enqueue([.. pictures.Select(static picture => (picture.Width, picture.Height))]);
        Begun.Release();
        _open.Wait(CancellationToken.None); // a batch that has begun is finished
        if (pictures.Any(IsPoison)) throw new InvalidOperationException("poison");
        return [.. pictures.Select(Found)];
    }

    public void Dispose()
    {
        Threads.Enqueue(Environment.CurrentManagedThreadId);
        IsDisposed = true;
    }

    private static bool IsPoison(PreparedPicture picture)
    {
        var first = new byte[3];
        new Random(Poison).NextBytes(first);
        return picture.Pixels!.Pixels.AsSpan(0, 3).SequenceEqual(first);
    }

    private DetectedObject[] Found(PreparedPicture picture)
    {
        var (w, h) = (picture.Width, picture.Height);
        DetectedObject[] found =
        [
            new(new(0, 0, w / 2f, h / 2f), 0, Score) { Class = Classes[0] },
            new(new(w / 4f, h / 4f, w, h), 1, 0.6f) { Class = Classes[1] },
            new(new(1, 1, 2, 2), 0, 0.2f) { Class = Classes[0] },
        ];
        return HasMasks ? Array.ConvertAll(found, d => d with { Mask = Mask(w, h).ToRunLengths() }) : found;
    }

    private static RunLengthMask Mask(int width, int height)
    {
        var bitmap = new byte[width * height];
        for (var k = 0; k < bitmap.Length / 2; k++) bitmap[k] = 1;
        return RunLengthMask.FromBitmap(bitmap, height, width);
    }
}
