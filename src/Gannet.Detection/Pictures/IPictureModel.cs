namespace Gannet.Detection.Pictures;

/// <summary>A model of any file format, ready to find objects in pictures.</summary>
/// <remarks>One thread loads it, detects with it and disposes it (<see cref="ModelThread"/>); pictures are prepared on any thread.</remarks>
public interface IPictureModel : IDisposable
{
    /// <summary>Names of the classes, by label.</summary>
    IReadOnlyList<string> Classes { get; }

    /// <summary>What runs it, as the V2 inference protocol names platforms, such as <c>onnx_onnxv1</c>.</summary>
    string Platform { get; }

    /// <summary>Most pictures that it can look at together.</summary>
    int MostTogether { get; }

    /// <summary>How many pictures of equal size are best looked at together, where they do not have to be waited for.</summary>
    int BestTogether { get; }

    /// <summary>Makes of a picture what the network takes. Called on any thread.</summary>
    /// <param name="picture">The picture, upright.</param>
    /// <param name="buffer">Memory of an earlier <see cref="PreparedPicture.Input"/> to reuse if it is large enough; null for new memory.</param>
    /// <exception cref="ArgumentException">The input would be too large; make the picture smaller, or cut it into tiles.</exception>
    PreparedPicture Prepare(Image picture, float[]? buffer = null);

    /// <summary>The objects in each picture, best first, doubtful ones too: down to the model's own threshold.</summary>
    /// <param name="pictures">At least one, at most <see cref="MostTogether"/>, all of one <see cref="PreparedPicture.Shape"/>.</param>
    /// <param name="cancellation">Stops between two looks, where a picture is looked at more than once.</param>
    /// <returns>A list for each picture, with boxes in its pixels.</returns>
    /// <exception cref="InvalidDataException">A graph takes pictures of another size.</exception>
    /// <remarks>Device sync.</remarks>
    IReadOnlyList<DetectedObject>[] Detect(IReadOnlyList<PreparedPicture> pictures, CancellationToken cancellation = default);
}
