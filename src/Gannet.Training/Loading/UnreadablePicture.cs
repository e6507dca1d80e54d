using Gannet.Datasets.Checking;

namespace Gannet.Training.Loading;

/// <summary>An image that is damaged, or was removed after the data set was checked.</summary>
internal static class UnreadablePicture
{
    /// <summary>Whether an exception is due to the image, not a bug in the program.</summary>
    public static bool Is(Exception error) => error is InvalidDataException or IOException or UnauthorizedAccessException;

    /// <summary>The exception as a problem of the data set.</summary>
    public static DataProblem Problem(string path, Exception error, string cure)
    {
        // Drop the path from the message: the problem states it already.
        var message = error.Message.ReplaceLineEndings(" ").TrimEnd('.');
        var what = message.StartsWith($"{path}: ", StringComparison.Ordinal) ? message[(path.Length + 2)..] : message;
        return new(DataProblemKind.UnreadablePicture, path, null, what, cure, LeftOut: true);
    }
}
