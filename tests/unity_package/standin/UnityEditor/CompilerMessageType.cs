namespace UnityEditor.Compilation
{
    public enum CompilerMessageType { Error, Warning, Info }
}
