namespace Gannet.Serving.Models;

/// <summary>A loaded model, as its detecting thread uses it.</summary>
internal interface IPictureModel : IDisposable
{
    /// <summary>Names of the classes, by label.</summary>
    IReadOnlyList<string> Classes { get; }

    /// <summary>What runs it, in the words of the V2 protocol.</summary>
    string Platform { get; }

    /// <summary>Most pictures that it can look at together.</summary>
    int MostTogether { get; }

    /// <summary>Makes of a picture what the network takes. Called on any thread.</summary>
    PreparedPicture Prepare(Image picture);

    /// <summary>The objects in each picture, best first. Called on the detecting thread alone.</summary>
    /// <param name="pictures">Pictures of one <see cref="PreparedPicture.Shape"/>.</param>
    IReadOnlyList<DetectedObject>[] Detect(IReadOnlyList<PreparedPicture> pictures);
}
