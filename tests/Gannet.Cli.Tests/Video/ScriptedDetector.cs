using Gannet.Detection.Pictures;

namespace Gannet.Cli.Tests.Video;

/// <summary>A model that finds in the nth frame that it looks at what a script says.</summary>
internal sealed class ScriptedDetector(Func<int, IReadOnlyList<DetectedObject>> find, int together = 1) : IPictureModel
{
    private int _lookedAt;

    public IReadOnlyList<string> Classes => ["car", "van"];

    public string Platform => "script";

    public int MostTogether => together;

    public int BestTogether => together;

    /// <summary>How many frames went through together.</summary>
    public List<int> GroupSizes { get; } = [];

    public PreparedPicture Prepare(Image picture, float[]? buffer = null) => new(picture.Width, picture.Height) { Pixels = picture };

    public IReadOnlyList<DetectedObject>[] Detect(IReadOnlyList<PreparedPicture> pictures, CancellationToken cancellation = default)
    {
        GroupSizes.Add(pictures.Count);
        var first = _lookedAt;
        _lookedAt += pictures.Count;
        return [.. Enumerable.Range(first, pictures.Count).Select(find)];
    }

    public void Dispose()
    {
    }
}
