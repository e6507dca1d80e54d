using Gannet.Datasets.Checking;

namespace Gannet.Training.Loading;

/// <summary>A picture that is damaged, or has vanished since the data set was checked.</summary>
internal static class UnreadablePicture
{
    /// <summary>Whether an exception tells of the picture, not of the program.</summary>
    public static bool Is(Exception error) => error is InvalidDataException or IOException or UnauthorizedAccessException;

    /// <summary>The same as a problem of the data set.</summary>
    public static DataProblem Problem(string path, Exception error, string cure)
    {
        // Messages about a picture begin with its name.
        var message = error.Message.ReplaceLineEndings(" ").TrimEnd('.');
        var what = message.StartsWith($"{path}: ", StringComparison.Ordinal) ? message[(path.Length + 2)..] : message;
        return new(DataProblemKind.UnreadablePicture, path, null, what, cure, LeftOut: true);
    }
}
