namespace UnityEngine.SceneManagement
{
    public class SceneManager
    {
        public static Scene GetActiveScene()
        {
            return new Scene { Path = "Assets/Scenes/Main.unity" };
        }
    }
}
