namespace UnityEditor
{
    public class SearchableEditorWindow : EditorWindow
    {
    }
}
